import { type Dice, diceOf } from '@lianban/processes/try-out'
import { dayOf } from '@lianban/processes'
import { Browser } from './browser.ts'
import type { Deeds } from './deeds.ts'

export interface TownOptions {
  url: string
  password: string
  seed: string
  deeds: Deeds
  now: () => number
  /** By the county's calendar, `YYYY-MM-DD`. */
  isWorkday: (day: string) => boolean
}

/** Everybody's browsers, opened at their first use and kept until the month is over. */
export interface Town extends TownOptions {
  browserOf(username: string): Promise<Browser>
  /** Another system, by its token. */
  systemOf(name: string, token: string): Browser
  /** A device or a visitor, without an account. */
  deviceOf(name: string): Browser
  /** Today, `YYYY-MM-DD`. */
  today(): string
  /** Dice for a question, by the seed of the month. */
  dice(...about: (string | number)[]): Dice
  /** User names of those who were asked something 沟通 and have not looked yet. */
  asked: Set<string>
  /** Everybody logs out. */
  close(): Promise<void>
}

export function openTown(options: TownOptions): Town {
  const browsers = new Map<string, Promise<Browser>>()
  const { url, password, seed, deeds } = options
  return {
    ...options,
    browserOf(username) {
      const browser = browsers.get(username) ?? Browser.login({ url, username, password, deeds })
      browsers.set(username, browser)
      return browser
    },
    systemOf: (name, token) => Browser.system({ url, deeds }, name, token),
    deviceOf: (name) => Browser.outside({ url, deeds }, name),
    today: () => dayOf(options.now()),
    asked: new Set(),
    dice: (...about) => diceOf(seed, ...about),
    async close() {
      for (const browser of browsers.values()) await (await browser).logout()
    },
  }
}

/** One thing that somebody does in a round; the clock stands at its instant while he does it. */
export type Deed = () => Promise<void>

/** What happens at an hour of the day. */
export interface Round {
  /** `HH:MM` */
  time: string
  deedsOf: () => Deed[] | Promise<Deed[]>
  /** How long after its beginning its last deed may come, milliseconds. */
  ms?: number
}

export const timed = (time: string, deedsOf: Round['deedsOf']): Round => ({ time, deedsOf })

/** The number of rounds, or days, that a table of paces says. */
export function paceOf(dice: Dice, table: readonly { weight: number; bounds: readonly [number, number] }[]): number {
  const weights = Object.fromEntries(table.map(({ weight }, i) => [String(i), weight]))
  const [least, most] = table[Number(dice.weighted(weights))]!.bounds
  return dice.whole(least, most)
}
