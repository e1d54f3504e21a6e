package org.billwright.channel;

import java.util.List;
import org.billwright.http.Response;

/**
 * A successful response.
 *
 * @param shown the ids of the bills or lines in it
 */
record ChannelAnswer(Response response, List<String> shown) {}
