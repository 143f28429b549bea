import type { QueueTicketRow } from '@lianban/storage'

type Waits = Pick<QueueTicketRow, 'priority'>

/**
 * Who is called next. Within each of the two lines, with priority (老年人、残疾人、军人、预约) and without, who came first
 * is first. Of the two, one with priority goes after every `ordinaryPerPriority` without, so that neither waits for the
 * end of the other; where only one of them waits, it goes on alone. Pure.
 * @param recent the last calls for the same classes, newest first: `ordinaryPerPriority` of them are looked at
 */
export function chooseNext<Ticket extends Waits>(
  { ordinary, priority }: { ordinary: Ticket | undefined; priority: Ticket | undefined },
  recent: readonly Waits[],
  ordinaryPerPriority: number,
): Ticket | undefined {
  if (!ordinary || !priority) return ordinary ?? priority
  const hadPriority = recent.slice(0, ordinaryPerPriority).some(({ priority }) => priority !== 'none')
  return hadPriority ? ordinary : priority
}
