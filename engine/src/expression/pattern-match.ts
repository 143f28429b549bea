import type { Pattern, PatternNode } from './pattern-parse.ts'

/**
 * A regular expression that never explodes: all its ways through a text are followed side by side, so the cost is at
 * most length of the text × length of the program. Without look around and back references. It matches where
 * JavaScript matches, and the same text, except where a repeated part can match nothing, as in `(?:a*|b)?`: then it may
 * be content with less.
 * Source: Russ Cox, Regular Expression Matching: the Virtual Machine Approach (2009).
 */
export interface Program {
  code: Instruction[]
  /** Two for the match and for each group. */
  slots: number
}

type Instruction =
  | { do: 'take'; test: RegExp }
  | { do: 'check'; test: RegExp }
  /** Goes on at both, the first before the second. */
  | { do: 'split'; first: number; second: number }
  | { do: 'go'; to: number }
  | { do: 'save'; slot: number }
  /** Forgets groups: each turn of a repetition starts anew. */
  | { do: 'forget'; from: number; to: number }
  | { do: 'end' }

export interface PatternMatch {
  start: number
  end: number
  groups: (string | undefined)[]
}

/** Most instructions of one program; a repetition is written out. */
const MAX_PROGRAM = 5_000

/** null if it has look around or back references, or is too long. */
export function compilePattern({ root, groups }: Pattern, flags: string): Program | null {
  try {
    return { code: new ProgramWriter(`uy${flags.replace(/[^ims]/g, '')}`).program(root), slots: (groups + 1) * 2 }
  } catch (error) {
    if (error === TOO_COMPLICATED) return null
    throw error
  }
}

class ProgramWriter {
  private readonly code: Instruction[] = []
  private readonly tests = new Map<string, RegExp>()
  private readonly flags: string

  constructor(flags: string) {
    this.flags = flags
  }

  program(root: PatternNode): Instruction[] {
    this.emit({ do: 'save', slot: 0 })
    this.write(root)
    this.emit({ do: 'save', slot: 1 })
    this.emit({ do: 'end' })
    return this.code
  }

  private write(node: PatternNode): void {
    switch (node.type) {
      case 'atom':
        this.emit({ do: node.consumes ? 'take' : 'check', test: this.testOf(node.source) })
        return
      case 'sequence':
        for (const part of node.parts) this.write(part)
        return
      case 'group':
        if (node.index !== null) this.emit({ do: 'save', slot: node.index * 2 })
        this.write(node.body)
        if (node.index !== null) this.emit({ do: 'save', slot: node.index * 2 + 1 })
        return
      case 'choice':
        return this.writeChoice(node.options)
      case 'repeat':
        return this.writeRepeat(node)
      case 'special':
        throw TOO_COMPLICATED
    }
  }

  private writeChoice(options: PatternNode[]): void {
    const exits: number[] = []
    for (const option of options.slice(0, -1)) {
      const split = this.emit({ do: 'split', first: this.code.length + 1, second: -1 })
      this.write(option)
      exits.push(this.emit({ do: 'go', to: -1 }))
      this.code[split] = { do: 'split', first: split + 1, second: this.code.length }
    }
    this.write(options.at(-1)!)
    for (const exit of exits) this.code[exit] = { do: 'go', to: this.code.length }
  }

  private writeRepeat({ body, minimum, maximum, lazy }: PatternNode & { type: 'repeat' }): void {
    const inner = groupsIn(body)
    const turn = () => {
      if (inner) this.emit({ do: 'forget', from: inner.first * 2, to: inner.last * 2 + 1 })
      this.write(body)
    }
    for (let count = 0; count < minimum; count++) turn()
    const splits: number[] = []
    const split = () => splits.push(this.emit({ do: 'split', first: -1, second: -1 }))
    if (maximum === Infinity) {
      const start = this.code.length
      split()
      turn()
      this.emit({ do: 'go', to: start })
    } else {
      for (let count = minimum; count < maximum; count++) {
        split()
        turn()
      }
    }
    const end = this.code.length
    for (const at of splits)
      this.code[at] = lazy ? { do: 'split', first: end, second: at + 1 } : { do: 'split', first: at + 1, second: end }
  }

  private emit(instruction: Instruction): number {
    if (this.code.length >= MAX_PROGRAM) throw TOO_COMPLICATED
    return this.code.push(instruction) - 1
  }

  private testOf(source: string): RegExp {
    const known = this.tests.get(source) ?? new RegExp(source, this.flags)
    this.tests.set(source, known)
    return known
  }
}

const TOO_COMPLICATED = new Error('too complicated')

function groupsIn(node: PatternNode): { first: number; last: number } | null {
  const found: number[] = []
  const visit = (inner: PatternNode): void => {
    if (inner.type === 'group' && inner.index !== null) found.push(inner.index)
    if (inner.type === 'sequence') inner.parts.forEach(visit)
    else if (inner.type === 'choice') inner.options.forEach(visit)
    else if (inner.type !== 'atom' && inner.body) visit(inner.body)
  }
  visit(node)
  return found.length === 0 ? null : { first: Math.min(...found), last: Math.max(...found) }
}

interface Thread {
  at: number
  slots: readonly number[]
}

/**
 * The leftmost match at or after `from`, of those the one that JavaScript would find; null if there is none.
 * @param charge is told the work of each place of the text, and may throw
 */
export function matchPattern({ code, slots }: Program, text: string, from: number, charge: (cost: number) => void): PatternMatch | null {
  let threads: Thread[] = []
  let found: readonly number[] | null = null
  const seen = new Int32Array(code.length).fill(-1)
  for (let place = from; ; place += text.codePointAt(place)! > 0xffff ? 2 : 1) {
    const next: Thread[] = []
    // a later start ranks behind all earlier ones
    const ready = spread(code, threads, found ? null : new Array<number>(slots).fill(-1), text, place, seen)
    charge(ready.length + 1)
    for (const { at, slots: saved } of ready) {
      const instruction = code[at]!
      if (instruction.do === 'end') {
        // what ranks behind it is out; what ranks before it may still match longer
        found = saved
        break
      }
      if (place < text.length && matchesAt((instruction as { test: RegExp }).test, text, place)) next.push({ at: at + 1, slots: saved })
    }
    threads = next
    if (place >= text.length || (found && threads.length === 0)) break
  }
  if (!found) return null
  const group = (index: number) =>
    found[index * 2]! < 0 || found[index * 2 + 1]! < 0 ? undefined : text.slice(found[index * 2], found[index * 2 + 1])
  return { start: found[0]!, end: found[1]!, groups: Array.from({ length: slots / 2 - 1 }, (_, index) => group(index + 1)) }
}

/** Follows every thread until it waits for a code point or has ended, in order; each instruction once. */
function spread(code: Instruction[], threads: Thread[], fresh: number[] | null, text: string, place: number, seen: Int32Array): Thread[] {
  const ready: Thread[] = []
  // the last on the stack is the first in rank
  const stack = [...(fresh ? [{ at: 0, slots: fresh }] : []), ...threads.toReversed()]
  for (let thread = stack.pop(); thread; thread = stack.pop()) {
    const { at, slots } = thread
    if (seen[at] === place) continue
    seen[at] = place
    const instruction = code[at]!
    switch (instruction.do) {
      case 'go':
        stack.push({ at: instruction.to, slots })
        break
      case 'split':
        stack.push({ at: instruction.second, slots }, { at: instruction.first, slots })
        break
      case 'save':
        stack.push({ at: at + 1, slots: slots.with(instruction.slot, place) })
        break
      case 'forget':
        stack.push({ at: at + 1, slots: slots.map((value, slot) => (slot >= instruction.from && slot <= instruction.to ? -1 : value)) })
        break
      case 'check':
        if (matchesAt(instruction.test, text, place)) stack.push({ at: at + 1, slots })
        break
      default:
        ready.push(thread)
    }
  }
  return ready
}

function matchesAt(test: RegExp, text: string, place: number): boolean {
  test.lastIndex = place
  return test.test(text)
}
