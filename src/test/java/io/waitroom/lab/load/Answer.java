package io.waitroom.lab.load;

/**
 * What came back.
 *
 * @param status as in HTTP
 * @param retryAfterSeconds what the answer asks for; 0 when it does not
 * @param text its body
 * @param nanos from the first byte sent to the last one received
 */
public record Answer(int status, int retryAfterSeconds, String text, long nanos) {}
