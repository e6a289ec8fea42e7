// The editor of the house list: what plays when nobody has wished for anything.

import { useEffect, useRef, useState } from "preact/hooks";
import { number } from "../../../shared/i18n";
import { Dialog } from "../../../shared/ui/dialog";
import { Icon } from "../../../shared/ui/icons";
import { Skeleton } from "../../../shared/ui/waiting";
import type { Song } from "../../../wire/music";
import { Cover } from "../../shared/cover";
import { bylineOf } from "../../shared/songs";
import { HOUSE_LIST_MAX, moved } from "../house-list";
import type { ConsoleSession } from "../session";
import { h } from "../texts";
import { Grip, useDrag } from "./drag";
import { SongSearch } from "./song-search";
import { SongText } from "./song-text";

interface HouseListProps {
  session: ConsoleSession;
  open: boolean;
  onClose: () => void;
}

export function HouseList({ session, open, onClose }: HouseListProps) {
  return (
    <Dialog open={open} title={h.value.houseList} onClose={onClose}>
      <Editor session={session} />
    </Dialog>
  );
}

function Editor({ session }: { session: ConsoleSession }) {
  const { houseList } = session;
  const songs = houseList.songs.value;
  useEffect(() => houseList.ask(), [houseList]);
  const chosen = new Set(songs?.map((song) => song.song_id));
  const add = (more: Song[]) => {
    const fresh = more.filter((song) => !chosen.has(song.song_id));
    houseList.put([...(songs ?? []), ...fresh].slice(0, HOUSE_LIST_MAX));
  };
  const full = chosen.size >= HOUSE_LIST_MAX;
  return (
    <div class="house">
      <section class="stack" aria-labelledby="house-title">
        <div class="section-head">
          <h3 id="house-title">
            {h.value.houseChosen} <span class="count">{number(chosen.size)}</span>
          </h3>
        </div>
        {songs === null ? <Skeleton lines={3} /> : <Chosen songs={songs} session={session} />}
      </section>
      <section class="stack" aria-labelledby="house-add-title">
        <h3 id="house-add-title">{h.value.addSongs}</h3>
        {full && <p class="notice">{h.value.houseFull(number(HOUSE_LIST_MAX))}</p>}
        <SongSearch
          actions={(song) =>
            chosen.has(song.song_id) ? (
              <span class="hint song-state">
                <Icon name="check" /> {h.value.houseHas}
              </span>
            ) : (
              <button type="button" class="button" disabled={songs === null || full} aria-label={h.value.addNamed(song.title)} onClick={() => add([song])}>
                <Icon name="plus" /> <span class="wide-only">{h.value.add}</span>
              </button>
            )
          }
          foot={(found) => {
            const fresh = found.filter((song) => !chosen.has(song.song_id)).length;
            return fresh < 2 || songs === null || full ? null : (
              <button type="button" class="button" onClick={() => add(found)}>
                <Icon name="plus" /> {h.value.houseAddAll(number(fresh))}
              </button>
            );
          }}
        />
      </section>
    </div>
  );
}

function Chosen({ songs, session }: { songs: Song[]; session: ConsoleSession }) {
  const { houseList } = session;
  const { fallback_in_order: inOrder = false } = session.model.value.room.settings;
  const [taken, setTaken] = useState<{ song: Song; at: number } | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const move = (from: number, to: number) => houseList.put(moved(songs, from, to));
  const drag = useDrag<string>((id, place) => {
    const from = songs.findIndex((song) => song.song_id === id);
    const to = songs.findIndex((song) => song.song_id === place);
    if (from >= 0 && to >= 0 && from !== to) move(from, to);
  });
  const remove = (at: number) => {
    const song = songs[at];
    if (song === undefined) return;
    setTaken({ song, at });
    houseList.put(songs.filter((_, other) => other !== at));
    // The focus goes to the next one, not to the page's beginning.
    requestAnimationFrame(() => {
      const buttons = list.current?.querySelectorAll<HTMLElement>(".house-remove");
      buttons?.[Math.min(at, buttons.length - 1)]?.focus();
    });
  };
  const from = songs.findIndex((song) => song.song_id === drag.item);
  return (
    <>
      <fieldset class="pick">
        <legend class="visually-hidden">{h.value.houseOrder}</legend>
        <div class="row">
          {[false, true].map((wish) => (
            <label key={String(wish)} class="pick-one">
              <input type="radio" name="house-order" checked={inOrder === wish} onChange={() => session.change({ fallback_in_order: wish })} />
              {wish ? h.value.houseInOrder : h.value.houseShuffled}
            </label>
          ))}
        </div>
      </fieldset>
      {songs.length === 0 && <p class="hint">{h.value.houseEmpty}</p>}
      {taken !== null && (
        <p class="notice house-undo" role="status">
          <span>{h.value.removed(taken.song.title)}</span>
          <button
            type="button"
            class="button"
            onClick={() => {
              houseList.put([...songs.slice(0, taken.at), taken.song, ...songs.slice(taken.at)]);
              setTaken(null);
            }}
          >
            {h.value.undo}
          </button>
        </p>
      )}
      <ol class="songs" ref={list}>
        {songs.map((song, at) => (
          <li
            key={song.song_id}
            class={`song ${drag.item === song.song_id ? "is-dragged" : ""} ${drag.over === song.song_id && drag.item !== song.song_id ? (from < at ? "is-after" : "is-before") : ""}`}
            data-drop={inOrder ? song.song_id : undefined}
          >
            {inOrder && <Grip grip={drag.grip} item={song.song_id} />}
            <Cover song={song} />
            <SongText title={song.title} byline={bylineOf(song)} />
            <div class="row tight">
              {inOrder && (
                <>
                  <button type="button" class="button button-icon" disabled={at === 0} aria-label={h.value.houseUp(song.title)} title={h.value.up} onClick={() => move(at, at - 1)}>
                    <Icon name="up" />
                  </button>
                  <button type="button" class="button button-icon" disabled={at === songs.length - 1} aria-label={h.value.houseDown(song.title)} title={h.value.down} onClick={() => move(at, at + 1)}>
                    <Icon name="down" />
                  </button>
                </>
              )}
              <button type="button" class="button button-icon house-remove" aria-label={h.value.removeNamed(song.title)} title={h.value.remove} onClick={() => remove(at)}>
                <Icon name="trash" />
              </button>
            </div>
          </li>
        ))}
      </ol>
      {drag.ghost(songs[from]?.title)}
    </>
  );
}
