package io.waitroom.http.stream;

import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;

/** What a room tells everybody who waits in it. */
record RoomNotice(RoomState state, String message) {
  static RoomNotice of(RoomSnapshot room) {
    return new RoomNotice(room.state(), room.settings().page().message());
  }
}
