import type { DeliveryRow } from '@lianban/storage'

/** A way out of the house. */
export interface Channel {
  /**
   * One attempt; the same delivery twice does no harm, its id goes with it.
   * @returns the status of the answer, where there is one; `dropped`: nobody is there any more to get it
   * @throws Error with a message for people
   */
  send(row: DeliveryRow): Promise<{ status: number | null } | 'dropped'>
}
