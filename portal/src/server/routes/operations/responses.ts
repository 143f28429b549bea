import responses from './responses.json' with { type: 'json' }

type Schema = Record<string, unknown>

/**
 * What the operations answer with, as JSON Schemas (2020-12). Made from the types of the routes by
 * `UPDATE_RESPONSES=1 npx vitest run portal/test/response-schemas.test.ts`, and held equal to them by that test.
 */
export interface Responses {
  /** Operation → status → schema; null: without a body; `binary`: bytes. */
  operations: Record<string, Record<string, Schema | 'binary' | null>>
  /** Named shapes, `#/components/schemas/…`. */
  schemas: Record<string, Schema>
  /** Status → the codes that an error may carry. */
  codes: Record<string, string[]>
}

export const RESPONSES = responses as unknown as Responses
