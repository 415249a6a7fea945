/**
 * The connector that joins the six messaging channels to Kafka; its parts are in the packages
 * below.
 */
@NullMarked
package io.waitroom.kafka;

import org.jspecify.annotations.NullMarked;
