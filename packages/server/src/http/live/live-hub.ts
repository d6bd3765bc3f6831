// The open streams of this process, by whose session they are and whose lists they tell of: a guardian's may tell of a
// patient's. What they are told, how many there may be, and when they end.
// An event carries no content: `lists` and `refresh` say 'look again', `end` says that the session is over.

import type { Announcement } from '../../db/announcements.ts';
import { AppError } from '../../errors.ts';
import type { LiveStream } from './live-stream.ts';

export interface LiveLimits {
  readonly streamsASession: number;
  readonly streams: number;
  /** Announcements that arrive within this time of one another are told once. */
  readonly coalesceMs: number;
}

/** A window that looks needs one stream; browsers give a site six connections, and pages need some of them. */
export const LIVE_LIMITS: LiveLimits = { streamsASession: 4, streams: 10_000, coalesceMs: 250 };

interface Member {
  /** The account of the session. */
  readonly owner: string;
  readonly session: string;
  /** The account whose lists are on the page. */
  readonly lists: string;
  readonly stream: LiveStream;
  /** Ends the stream if its session, or the right to those lists, has ended; throws where that cannot be found out. */
  readonly check: () => Promise<void>;
}

export interface LiveHub {
  /** Throws busy where there is no room for another stream of that session. */
  readonly requireRoom: (account: string, session: string) => void;
  readonly join: (member: Member) => void;
  readonly hear: (announcement: Announcement) => void;
  /** Tells everybody to look again: something may have been missed. */
  readonly refresh: () => void;
  readonly size: () => number;
  /** Ends all streams; no more come. */
  readonly close: () => void;
}

/** Makes an empty hub. */
export function liveHub({ streamsASession, streams, coalesceMs }: LiveLimits = LIVE_LIMITS): LiveHub {
  const members = new Map<string, Set<Member>>();
  const due = new Set<string>();
  let count = 0;
  let closed = false;

  const all = () => new Set([...members.values()].flatMap((group) => [...group]));
  const of = (account: string, is: 'owner' | 'lists') =>
    [...(members.get(account) ?? [])].filter((member) => member[is] === account);
  const tell = (group: Iterable<Member>, event: 'lists' | 'refresh') => {
    // Whoever's session has ended is told nothing more.
    for (const { check, stream } of group)
      void check().then(
        () => stream.send(event),
        () => stream.close(),
      );
  };

  function tellSoon(account: string): void {
    if (due.has(account) || !members.has(account)) return;
    due.add(account);
    setTimeout(() => {
      due.delete(account);
      tell(of(account, 'lists'), 'lists');
    }, coalesceMs).unref();
  }

  function leave(account: string, member: Member): void {
    const group = members.get(account);
    group?.delete(member);
    if (group?.size === 0) members.delete(account);
  }

  return {
    requireRoom(account, session) {
      const own = of(account, 'owner').filter((member) => member.session === session).length;
      if (closed || count >= streams || own >= streamsASession)
        throw new AppError('busy', 'Too many windows are kept up to date. Reload the page by hand.');
    },
    join(member) {
      const accounts = [...new Set([member.owner, member.lists])];
      for (const account of accounts) members.set(account, (members.get(account) ?? new Set<Member>()).add(member));
      count += 1;
      member.stream.onClosed(() => {
        count -= 1;
        for (const account of accounts) leave(account, member);
      });
    },
    hear({ topic, account }) {
      if (topic === 'lists') tellSoon(account);
      else for (const { check, stream } of of(account, 'owner')) void check().catch(() => stream.close());
    },
    refresh: () => tell(all(), 'refresh'),
    size: () => count,
    close() {
      closed = true;
      for (const { stream } of all()) stream.close();
    },
  };
}
