/** Where everything is kept, and typed settings: one record a job. An unknown key is an error. */
@NullMarked
package io.sosia.jobs.config;

import org.jspecify.annotations.NullMarked;
