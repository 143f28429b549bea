import { pinyin } from 'pinyin-pro'

/*
 * Chinese full text in memory: a county's catalogue is some thousand short texts, and none of the databases cuts Chinese
 * into words. Nothing is cut here either: a word of the question is looked for as it stands, by its sound, and in parts.
 */

/** A text that can be found. */
export interface Searchable {
  /** NFKC, lower case. */
  text: string
  /** Sound of each character, without tones: `食品` → `['shi', 'pin']`. */
  syllables: readonly string[]
  /** Some of its characters in their order are a name of it too: 城管局 for 城市管理局. */
  abbreviable: boolean
}

/** Texts of one thing, each with what a hit in it is worth. */
export type SearchField = readonly [weight: number, text: Searchable]

/** Words of a question beyond these are not looked at. */
const MAX_WORDS = 8
const MAX_WORD_CHARACTERS = 40
/** Of the characters of a word, taken in pairs: how many must be there at least for a word that stands nowhere as a whole. */
const MIN_SHARED_PAIRS = 0.5
/** What a hit is worth by how it was made, of the field's weight. */
const WORTH = {
  whole: 1.5,
  begins: 1.2,
  contains: 1,
  said: 0.9,
  abbreviates: 0.9,
  pinyin: 0.8,
  sameSound: 0.6,
  slurredPinyin: 0.5,
  parts: 0.4,
} as const

const normalized = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

/** Prepares a text once for many questions. */
export function searchable(given: string, { abbreviable = false } = {}): Searchable {
  const text = normalized(given)
  return { text, syllables: soundOf(text), abbreviable }
}

const soundOf = (text: string): string[] =>
  pinyin(text, { toneType: 'none', type: 'array', nonZh: 'removed', v: true }).filter((one) => /^[a-z]+$/.test(one))

/** How well each thing answers a question; 0: not at all. Every word of the question must be met somewhere in a thing. */
export function createQuestion(question: string): (fields: readonly SearchField[]) => number {
  const words = normalized(question)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, MAX_WORDS)
    .map((word) => wordOf([...word].slice(0, MAX_WORD_CHARACTERS).join('')))
  return (fields) => {
    let sum = 0
    for (const word of words) {
      let best = 0
      for (const [weight, text] of fields) best = Math.max(best, weight * worthOf(word, text))
      if (best === 0) return 0
      sum += best
    }
    return sum
  }
}

interface Word {
  text: string
  /** Typed as pinyin or its initials. */
  latin: boolean
  /** Its sound, where it is Chinese. */
  syllables: string[]
  pairs: string[]
}

function wordOf(text: string): Word {
  const latin = /^[a-z]+$/.test(text)
  return { text, latin, syllables: latin ? [] : soundOf(text), pairs: pairsOf(text) }
}

function worthOf(word: Word, { text, syllables, abbreviable }: Searchable): number {
  if (text === '') return 0
  if (text === word.text) return WORTH.whole
  if (text.startsWith(word.text)) return WORTH.begins
  if (text.includes(word.text)) return WORTH.contains
  if (word.latin) {
    if (word.text.length < 2) return 0
    if (spells(word.text, syllables)) return WORTH.pinyin
    return spells(slurred(word.text), syllables.map(slurred)) ? WORTH.slurredPinyin : 0
  }
  // 我想开饭店: the question has a name of the thing in it.
  if (text.length > 1 && word.text.includes(text)) return WORTH.said
  if (abbreviable && word.text.length > 1 && abbreviates(word.text, text)) return WORTH.abbreviates
  if (word.syllables.length > 1 && hasRun(syllables, word.syllables)) return WORTH.sameSound
  if (word.pairs.length < 2) return 0
  const shared = word.pairs.filter((pair) => text.includes(pair)).length / word.pairs.length
  return shared >= MIN_SHARED_PAIRS ? WORTH.parts * shared : 0
}

const pairsOf = (text: string): string[] => {
  const characters = [...text]
  return characters.slice(1).map((character, i) => characters[i]! + character)
}

/** Whether typed letters are the beginnings of syllables in a row: `shipin`, `sp`, `ship` for 食品. */
export function spells(letters: string, syllables: readonly string[]): boolean {
  // After each syllable: how many of the letters may be used up then, having begun anywhere.
  let ends = new Set<number>()
  for (const syllable of syllables) {
    const next = new Set<number>()
    for (const from of [0, ...ends]) {
      for (let n = 0; n < syllable.length && letters[from + n] === syllable[n]; n++) next.add(from + n + 1)
    }
    if (next.has(letters.length)) return true
    ends = next
  }
  return false
}

/** Sounds that much of the country does not tell apart: zh z, ch c, sh s, -ng -n, l n. */
const slurred = (sound: string): string =>
  sound
    .replaceAll(/([zcs])h/g, '$1')
    .replaceAll('ng', 'n')
    .replaceAll(/^n/g, 'l')

function abbreviates(short: string, long: string): boolean {
  let at = -1
  return [...short].every((character) => (at = long.indexOf(character, at + 1)) >= 0)
}

const hasRun = (all: readonly string[], run: readonly string[]): boolean => all.some((_, at) => run.every((one, i) => all[at + i] === one))
