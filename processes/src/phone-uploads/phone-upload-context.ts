import type { Database, OneTimeTokenRow, Tx } from '@lianban/storage'
import { actorOf, type Tenants } from '@lianban/tenants'
import type { Cases } from '../cases/create-cases.ts'
import type { Caller } from '../cases/ports.ts'
import type { MaterialView } from '../cases/views.ts'

export interface PhoneUploadContext {
  database: Database
  cases: Pick<Cases, 'getMatter' | 'get'>
  tenants: Pick<Tenants, 'authorization' | 'supervision' | 'users'>
  /** UTC epoch milliseconds. */
  clock: () => number
}

export const PURPOSE = 'phone-upload'

/** One material of an application that is filled in, or of a case. */
export interface UploadFor {
  kind: 'matter' | 'case'
  /** Key of the matter, id of the case. */
  about: string
  materialKey: string
}

/** What a token is for, as it is stored with it. */
export interface UploadData extends UploadFor {
  material: Pick<MaterialView, 'name' | 'formats' | 'maxBytes' | 'maxFiles'>
  /** How many files are there already. */
  there: number
}

export const dataOf = (row: OneTimeTokenRow): UploadData => row.data as UploadData

/** What happened, written into the log with it. */
export const logged = (
  { tenants }: PhoneUploadContext,
  tx: Tx,
  row: OneTimeTokenRow,
  verb: string,
  by: { caller: Caller; ip?: string; payload?: object },
) => {
  const { kind, about, materialKey } = dataOf(row)
  const subject = kind === 'case' ? `case:${about}` : `phone-upload:${row.id}`
  const payload = { upload: row.id, matter: kind === 'matter' ? about : null, material: materialKey, ...by.payload }
  return tenants.supervision.record(tx, row.tenant_id, [
    { action: `phone-upload.${verb}`, subject, actor: actorOf(by.caller), ip: by.ip, payload },
  ])
}
