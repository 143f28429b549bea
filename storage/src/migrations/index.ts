import type { Migration } from '../migrate.ts'
import { migration as matter } from './202611240430-create-matter.ts'
import { migration as caseFile } from './202611240431-create-case-file.ts'
import { migration as caseParticipant } from './202611240432-create-case-participant.ts'
import { migration as caseEvent } from './202611240433-create-case-event.ts'
import { migration as attachment } from './202611240434-create-attachment.ts'
import { migration as caseMaterial } from './202611240435-create-case-material.ts'
import { migration as issuedDocument } from './202611240436-create-issued-document.ts'
import { migration as idempotencyKey } from './202611240437-create-idempotency-key.ts'
import { migration as numberSequence } from './202611240440-create-number-sequence.ts'

/** Every migration by name, in the order of the names. */
export const migrations: Record<string, Migration> = {
  '202611240430-create-matter': matter,
  '202611240431-create-case-file': caseFile,
  '202611240432-create-case-participant': caseParticipant,
  '202611240433-create-case-event': caseEvent,
  '202611240434-create-attachment': attachment,
  '202611240435-create-case-material': caseMaterial,
  '202611240436-create-issued-document': issuedDocument,
  '202611240437-create-idempotency-key': idempotencyKey,
  '202611240440-create-number-sequence': numberSequence,
}
