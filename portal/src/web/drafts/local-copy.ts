import type { DraftKind } from '../api/drafts.ts'

/** What was typed and has not reached the server: it bridges a network that is away, and goes once the server has it. */
export interface LocalCopy {
  value: unknown
  /** Version of the server's draft that it goes on from; 0: of none. */
  baseVersion: number
  savedAt: number
}

export interface DraftPlace {
  kind: DraftKind
  /** Id of the task or case, key of the matter. */
  about: string
  /** How it is called in the list of drafts. */
  title: string
}

const keyOf = (userId: string, { kind, about }: DraftPlace): string => `lianban.unsent.${userId}.${kind}.${about}`

export function readLocal(userId: string, place: DraftPlace): LocalCopy | null {
  try {
    const text = localStorage.getItem(keyOf(userId, place))
    return text ? (JSON.parse(text) as LocalCopy) : null
  } catch {
    return null
  }
}

/** @returns whether the device keeps it: a private window or a full storage does not */
export function writeLocal(userId: string, place: DraftPlace, copy: LocalCopy): boolean {
  try {
    localStorage.setItem(keyOf(userId, place), JSON.stringify(copy))
    return true
  } catch {
    return false
  }
}

export const removeLocal = (userId: string, place: DraftPlace): void => localStorage.removeItem(keyOf(userId, place))
