package org.billwright.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResponseBytesTest {
    private final ResponseBytes bytes = new ResponseBytes(100, 60);

    @Test
    void bytes_are_limited_in_all_and_of_each_caller() {
        assertThat(bytes.tryAddOf("a", 0, 40) && bytes.tryAdd(0, 40)).isTrue();
        assertThat(bytes.tryAddOf("a", 0, 21)).isFalse();
        assertThat(bytes.tryAddOf("a", 40, 20) && bytes.tryAdd(40, 20)).isTrue();
        assertThat(bytes.tryAddOf("b", 0, 41)).isTrue();
        assertThat(bytes.tryAdd(0, 41)).isFalse();
        assertThat(bytes.held()).isEqualTo(60);
        bytes.removeOf("a", 60);
        bytes.remove(60);
        assertThat(bytes.tryAddOf("a", 0, 60) && bytes.tryAdd(0, 60)).isTrue();
    }

    @Test
    void a_single_response_may_be_larger_and_grow() {
        assertThat(bytes.tryAddOf("a", 0, 500) && bytes.tryAdd(0, 500)).isTrue();
        assertThat(bytes.tryAddOf("a", 500, 10) && bytes.tryAdd(500, 10)).isTrue();
        assertThat(bytes.tryAdd(0, 1)).isFalse();
    }
}
