import { wrongCitizenId } from '@lianban/forms'
import type { ReaderSettings } from '../api/window.ts'

/*
 * ID card readers that pretend to be a keyboard type what is on the card, then Enter, each key a few milliseconds after the
 * one before. Nobody types like that: a burst is told from typing by its pace alone. Pure; use-card-reader.ts has the page.
 */

/** Longest time between two keys of a reader, milliseconds. Fast typists need 60 and more. */
export const MAX_GAP_MS = 35
/** So many keys at that pace are a reader: two or three may come of two fingers that fall together. */
export const MIN_CHARS = 4
/** After the last key without Enter it was no card. */
export const GIVE_UP_MS = 250
const MAX_CHARS = 500

/** Of a key event. */
export interface KeyStroke {
  key: string
  /** The key on the board: with an input method on, `key` is `Process` for letters. */
  code: string
  /** Milliseconds. */
  at: number
}

/** What a key types, as the card has it: capital letters and digits whatever the input method makes of them. Null: nothing. */
export function charOf({ key, code }: Pick<KeyStroke, 'key' | 'code'>): string | null {
  if (key === 'Tab') return '\t'
  if ([...key].length === 1) return key
  if (key !== 'Process' && key !== 'Unidentified') return null
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1]
  return digit ?? /^Key([A-Z])$/.exec(code)?.[1] ?? null
}

/** Keys as they come, and whether they are a reader's. */
export interface Burst {
  /** @returns `typing`: leave it to the field; `found`: it was a reader from `MIN_CHARS` keys ago; `reading`: swallow it */
  key(char: string, at: number): 'typing' | 'found' | 'reading'
  /** Whether the last key was the first of what may become a burst. */
  isFirst(): boolean
  /** Enter. @returns what the reader typed, or null: somebody pressed Enter */
  enter(at: number): string | null
  /** What was read so far, and forgets it. */
  giveUp(): string
}

export function createBurst(): Burst {
  let text = ''
  let lastAt = -Infinity
  const isReading = () => text.length >= MIN_CHARS
  const take = () => {
    const read = text
    text = ''
    lastAt = -Infinity
    return read
  }
  return {
    key(char, at) {
      if (at - lastAt > MAX_GAP_MS && !isReading()) text = ''
      lastAt = at
      if (text.length < MAX_CHARS) text += char
      if (!isReading()) return 'typing'
      return text.length === MIN_CHARS ? 'found' : 'reading'
    },
    isFirst: () => text.length === 1,
    enter: (at) => (isReading() && at - lastAt <= GIVE_UP_MS ? take() : (take(), null)),
    giveUp: take,
  }
}

export interface ReadCard {
  name: string | null
  /** GB 11643, with a right check character. */
  number: string
}

/**
 * What a reader typed, by the settings of the hall. A number alone is understood whatever the settings say.
 * @param today YYYY-MM-DD   @returns a card, or in words why it is none; null: what was typed is of no card at all
 */
export function readCard(text: string, reader: ReaderSettings, today: string): ReadCard | { problem: string } | null {
  const whole = text.trim().toUpperCase()
  const parts = reader.format === 'fields' && text.includes(reader.separator) ? text.split(reader.separator) : null
  const number = (parts ? (parts[reader.fields.number] ?? '') : whole).trim().toUpperCase()
  if (!/^\d{15,17}[\dX]$/.test(number)) return parts ? { problem: '读卡内容中没有公民身份号码,请核对大厅设置中的读卡器格式' } : null
  const wrong = wrongCitizenId(number, today)
  if (wrong !== null) return { problem: `读卡未成功:${wrong}` }
  const name = parts && reader.fields.name !== null ? (parts[reader.fields.name] ?? '').trim() : ''
  return { name: name === '' ? null : name, number }
}
