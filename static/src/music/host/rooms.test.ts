import assert from "node:assert/strict";
import { test } from "node:test";
import { readHostLink, withRoom, type OwnRoom } from "./rooms";

const room = (roomId: string, at: number, over: Partial<OwnRoom> = {}): OwnRoom => ({ roomId, code: roomId.toUpperCase(), name: roomId, token: `t-${roomId}`, at, ...over });

test("rooms: the one visited last first, none twice, a closed one that is visited again as it is now", () => {
  let rooms = withRoom([], room("a", 1));
  rooms = withRoom(rooms, room("b", 2));
  rooms = withRoom(rooms, room("a", 3, { name: "Bar" }));
  assert.deepEqual(rooms.map(({ roomId, name }) => [roomId, name]), [["a", "Bar"], ["b", "b"]]);
});

test("at most fifty are kept, the oldest go", () => {
  let rooms: OwnRoom[] = [];
  for (let i = 0; i < 60; i++) rooms = withRoom(rooms, room(`r${i}`, i));
  assert.deepEqual([rooms.length, rooms[0]?.roomId, rooms[49]?.roomId], [50, "r59", "r10"]);
});

test("a host's link holds the room and its token; anything else does not", () => {
  assert.deepEqual(readHostLink(" http://10.0.0.2:8080/music/host/K7WF#key=ab%2Bc "), { code: "K7WF", token: "ab+c" });
  for (const other of ["http://x/music/host/K7WF", "http://x/host/K7WF#key=a", "K7WF", "", "http://x/music/host/a/b#key=c"]) {
    assert.equal(readHostLink(other), null, other);
  }
});
