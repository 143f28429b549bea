import { newId, type DeliveryRow } from '@lianban/storage'

const MAX_TITLE_CHARS = 191

/** A delivery that is due at once. @param at UTC epoch milliseconds */
export const newDelivery = (
  of: Pick<DeliveryRow, 'tenant_id' | 'channel' | 'target' | 'topic' | 'title'> & { content: object },
  at: number,
): DeliveryRow => ({
  ...of,
  id: newId(at),
  title: of.title.slice(0, MAX_TITLE_CHARS),
  content: JSON.stringify(of.content),
  state: 'waiting',
  attempts: 0,
  created_at: at,
  next_at: at,
  sent_at: null,
  status: null,
  error: null,
})
