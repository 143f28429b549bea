export { AttemptFailed, DeliveryError, type DeliveryErrorCode } from './delivery-error.ts'
export { createOutbox, DELIVERY_RETRY, type DeliveryView, type Outbox, type OutboxOptions } from './outbox.ts'
