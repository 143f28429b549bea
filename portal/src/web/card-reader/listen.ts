import { charOf, createBurst, GIVE_UP_MS, type KeyStroke } from './burst.ts'

/** What was in the field before the reader began, and how to put it there. */
export interface FieldState {
  restore(): void
  /** What was typed was no card's after all: it belongs into the field. */
  insert(text: string): void
}

export interface ReaderKey extends KeyStroke {
  hasModifier: boolean
  preventDefault(): void
  stopPropagation(): void
}

export interface ListenOptions {
  /** Looks at the field that has the focus now; null: none takes text. */
  fieldNow(): FieldState | null
  /** @returns whether it was understood; if not, the text goes into the field */
  onRead(text: string): boolean
  /** Calls back after so many milliseconds; the answer cancels it. */
  wait(ms: number, work: () => void): () => void
}

/**
 * Takes a card reader's keys out of the stream of keys: what it had typed before it was recognised is taken back out of the
 * field, what follows is kept from it, and Enter sends nothing off. @returns what is given every keydown of the page, first
 */
export function listenForCards({ fieldNow, onRead, wait }: ListenOptions): (event: ReaderKey) => void {
  const burst = createBurst()
  let field: FieldState | null = null
  let isReading = false
  let cancel: () => void = () => {}
  const swallow = (event: ReaderKey) => {
    event.preventDefault()
    event.stopPropagation()
  }
  const finish = (text: string, understands: (text: string) => boolean) => {
    cancel()
    isReading = false
    const was = field
    field = null
    was?.restore()
    if (!understands(text)) was?.insert(text)
  }
  return (event) => {
    if (event.hasModifier) return
    if (event.key === 'Enter') {
      const text = burst.enter(event.at)
      if (text === null) return
      swallow(event)
      return finish(text, onRead)
    }
    const char = charOf(event)
    if (char === null) return
    // The first key of what may become a burst: so the field looked before.
    const before = isReading ? field : fieldNow()
    const heard = burst.key(char, event.at)
    if (heard === 'typing') {
      if (burst.isFirst()) field = before
      return
    }
    isReading = true
    swallow(event)
    if (heard === 'found') field?.restore()
    cancel()
    cancel = wait(GIVE_UP_MS, () => finish(burst.giveUp(), () => false))
  }
}
