import type { InstanceState, Token } from './state.ts'
import { TokenIndex } from './token-index.ts'

type RecordName = 'scopes' | 'tokens' | 'subscriptions' | 'incidents'

/**
 * The state while a step changes it. A record is copied on its first change and then changed in place, so a step
 * costs one shallow copy of the records it touches, however many events it makes. What is inside the records is
 * replaced, never changed, and the state it started from stays as it was.
 */
export class Draft {
  state: InstanceState
  private readonly copied = new Set<RecordName>()
  private tokenIndex: TokenIndex | null = null

  constructor(state: InstanceState) {
    this.state = { ...state }
  }

  /** The record, free to be changed. */
  writable<Name extends RecordName>(name: Name): InstanceState[Name] {
    if (!this.copied.has(name)) {
      this.state[name] = copyOf(this.state[name])
      this.copied.add(name)
    }
    return this.state[name]
  }

  putToken(token: Token): void {
    const before = this.state.tokens[token.id]
    this.writable('tokens')[token.id] = token
    if (before) this.tokenIndex?.remove(before)
    this.tokenIndex?.add(token)
  }

  removeToken(id: string): void {
    const token = this.state.tokens[id]
    if (!token) return
    delete this.writable('tokens')[id]
    this.tokenIndex?.remove(token)
  }

  /** Built when first asked for, and kept from then on. */
  get index(): TokenIndex {
    this.tokenIndex ??= new TokenIndex(Object.values(this.state.tokens))
    return this.tokenIndex
  }
}

/** Key by key: for a record of a thousand ids that things were deleted from, spreading takes eight times as long. */
function copyOf<R extends Record<string, unknown>>(record: R): R {
  const copy: Record<string, unknown> = {}
  for (const id in record) copy[id] = record[id]
  return copy as R
}
