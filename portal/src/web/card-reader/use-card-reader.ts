import { useEffect, useRef } from 'react'
import type { ReaderSettings } from '../api/window.ts'
import { dayOf } from '../time.ts'
import { readCard, type ReadCard } from './burst.ts'
import { listenForCards, type FieldState } from './listen.ts'

export type TextField = HTMLInputElement | HTMLTextAreaElement

interface Options {
  reader: ReaderSettings
  /** Off while no field of the page is for a card. @default true */
  enabled?: boolean
  /** @param field that has the focus, where it takes text */
  onCard: (card: ReadCard, field: TextField | null) => void
  /** What was read is no card that counts, in words. */
  onProblem: (problem: string) => void
}

/** Lets an ID card reader that types fill in fields by itself, whichever field has the focus. */
export function useCardReader({ reader, enabled = true, onCard, onProblem }: Options): void {
  const latest = useRef({ onCard, onProblem, reader })
  useEffect(() => {
    latest.current = { onCard, onProblem, reader }
  })
  useEffect(() => {
    if (!enabled) return
    const heard = listenForCards({
      fieldNow,
      wait: (ms, work) => {
        const timer = setTimeout(work, ms)
        return () => clearTimeout(timer)
      },
      onRead: (text) => {
        const read = readCard(text, latest.current.reader, dayOf(Date.now()))
        if (read === null) return false
        if ('problem' in read) latest.current.onProblem(read.problem)
        else latest.current.onCard(read, textFieldNow())
        return true
      },
    })
    const onKeyDown = (event: KeyboardEvent) =>
      heard({
        ...{ key: event.key, code: event.code, at: event.timeStamp, hasModifier: event.ctrlKey || event.metaKey || event.altKey },
        preventDefault: () => event.preventDefault(),
        stopPropagation: () => event.stopImmediatePropagation(),
      })
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [enabled])
}

function textFieldNow(): TextField | null {
  const field = document.activeElement
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field : null
}

function fieldNow(): FieldState | null {
  const field = textFieldNow()
  if (!field) return null
  const before = field.value
  const [from, to] = [field.selectionStart ?? before.length, field.selectionEnd ?? before.length]
  return {
    restore() {
      if (field.value === before) return
      // An input method that composes is ended first, or it writes once more.
      field.blur()
      writeField(field, before)
      field.focus()
    },
    // In the place of what was selected, as it was typed, and no longer than the field takes.
    insert: (text) => {
      const whole = before.slice(0, from) + text + before.slice(to)
      writeField(field, field.maxLength > 0 ? whole.slice(0, field.maxLength) : whole)
    },
  }
}

/** Sets a value so that React hears of it. */
export function writeField(field: TextField, value: string): void {
  const proto = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype
  Object.getOwnPropertyDescriptor(proto, 'value')!.set!.call(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
