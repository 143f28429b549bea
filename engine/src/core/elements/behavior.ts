import type { Node } from '../../model/executable.ts'
import type { Token } from '../state.ts'
import type { Turn } from '../turn.ts'

/** What one element kind does. All state changes go through the turn's verbs. */
export interface ElementBehavior<N extends Node> {
  /**
   * A token entered. Either it waits (`turn.wait`), leaves (`turn.leave`, `turn.complete`) or stops (`turn.raise`).
   * Expressions are computed before the first verb: if one fails, the element is entered again on retry.
   */
  onEnter(node: N, token: Token, turn: Turn): void
  /** The token is being cancelled while it waits: ends the element's own work. */
  onTerminate?(node: N, token: Token, turn: Turn, reason: string): void
  /** Its work is done. @returns true if the token has been dealt with, else it takes its flows */
  onLeave?(node: N, token: Token, turn: Turn): boolean
  /** Work that failed for good is tried again: the token waits for it already. */
  onRetry?(node: N, token: Token, turn: Turn, retries: number): void
}
