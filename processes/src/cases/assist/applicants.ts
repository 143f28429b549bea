import { wrongCitizenId, wrongCreditCode, wrongMobile } from '@lianban/forms'
import {
  inTransaction,
  isUniqueViolation,
  registeredApplicants,
  users,
  type RegisteredKind,
  type RegisteredApplicantRow,
  type UserRow,
} from '@lianban/storage'
import { actorOf } from '@lianban/tenants'
import { dayOf } from '../../clock/index.ts'
import type { CaseContext } from '../context.ts'
import { applicantKnown, applicantUnknown, formInvalid, type PlacedProblem } from '../errors.ts'
import type { Caller } from '../ports.ts'
import { assertAtWindow } from './rights.ts'

export const MAX_ORGANISATION_CHARS = 100
export const MAX_PERSON_CHARS = 50

/** An applicant who stands at a window, as the clerk sees him: what he shows the clerk himself, and no more. */
export interface ApplicantView {
  id: string
  kind: RegisteredKind
  name: string
  number: string
  /** `139****0001`. */
  phone: string | null
  /** Organisations: 法定代表人（负责人）. */
  legalPerson: string | null
  /** He has never chosen a password: a new activation code may be handed out. */
  canActivate: boolean
}

export interface NewApplicant {
  kind: RegisteredKind
  name: string
  /** GB 11643 of a person, GB 32100 of an organisation. */
  number: string
  phone: string
  legalPerson?: string
}

/** With what an applicant who was registered at a window logs in the first time. */
export interface Activation {
  username: string
  code: string
}

/**
 * The applicant of that number, or null. Nobody is found by a part of a number or by a name; each look-up is in the log.
 * @throws CaseError FORM_INVALID; NOT_AUTHORIZED
 */
export async function findApplicant(
  context: CaseContext,
  caller: Caller,
  given: { kind: RegisteredKind; number: string },
): Promise<ApplicantView | null> {
  await assertAtWindow(context, caller)
  const number = checkedNumber(context, given)
  const found = await known(context, caller.tenantId, given.kind, number)
  await record(context, caller, 'applicant.looked-up', found?.user.id ?? null, { kind: given.kind, number, found: found !== null })
  return found && applicantView(found)
}

/**
 * Makes an account for an applicant who has none, without a password of his own: he logs in with the number and the code
 * that is printed on his receipt, and chooses one. @throws CaseError FORM_INVALID, APPLICANT_KNOWN; USERNAME_TAKEN, NOT_AUTHORIZED
 */
export async function registerApplicant(
  context: CaseContext,
  caller: Caller,
  given: NewApplicant,
): Promise<{ applicant: ApplicantView; activation: Activation }> {
  await assertAtWindow(context, caller)
  const { tenantId } = caller
  const person = checkedApplicant(context, given)
  if (await known(context, tenantId, person.kind, person.number)) throw applicantKnown()
  const isPerson = person.kind === 'person'
  const row = (userId: string): RegisteredApplicantRow => ({
    ...{ tenant_id: tenantId, user_id: userId, kind: person.kind, number: person.number },
    organisation_name: isPerson ? null : person.name,
    legal_person: isPerson ? null : person.legalPerson!,
    ...{ registered_by: caller.userId, registered_at: context.clock() },
  })
  const account = {
    ...{ tenantId, username: person.number, name: person.name.slice(0, MAX_PERSON_CHARS), kind: 'applicant' as const },
    ...{ phone: person.phone, ...(isPerson && { citizenId: person.number }), by: { actor: actorOf(caller), ip: caller.ip } },
  }
  const { id, password } = await context.tenants.users
    .createWithOneTimePassword(account, (tx, userId) => registeredApplicants(tx).insert(row(userId)))
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? applicantKnown() : error
    })
  const user = (await users(context.database).get(tenantId, id))!
  return { applicant: applicantView({ user, row: row(id) }), activation: { username: person.number, code: password } }
}

/**
 * Another activation code for an applicant whose account was made at a window and who has not chosen a password yet.
 * @throws CaseError APPLICANT_UNKNOWN; NOT_AUTHORIZED
 */
export async function activateAgain(context: CaseContext, caller: Caller, applicantId: string): Promise<Activation> {
  await assertAtWindow(context, caller)
  const found = await applicantById(context, caller.tenantId, applicantId)
  if (!applicantView(found).canActivate) throw applicantUnknown()
  const by = { actor: actorOf(caller), ip: caller.ip }
  const { password } = await context.tenants.passwords.reset({ tenantId: caller.tenantId, userId: applicantId, by })
  return { username: found.user.username, code: password }
}

export interface KnownApplicant {
  user: UserRow
  /** Where the account was made at a window. */
  row: RegisteredApplicantRow | undefined
}

/** @throws CaseError APPLICANT_UNKNOWN */
export async function applicantById(context: CaseContext, tenantId: string, id: string): Promise<KnownApplicant> {
  const user = await users(context.database).get(tenantId, id)
  if (user?.kind !== 'applicant' || user.disabled_at !== null) throw applicantUnknown()
  const row = await registeredApplicants(context.database).ofUser(tenantId, id)
  // Whoever is not known by a number cannot be told from another of his name.
  if (!row && user.citizen_id === null) throw applicantUnknown()
  return { user, row }
}

async function known(context: CaseContext, tenantId: string, kind: RegisteredKind, number: string): Promise<KnownApplicant | null> {
  const row = await registeredApplicants(context.database).byNumber(tenantId, kind, number)
  const [user] = row
    ? [await users(context.database).get(tenantId, row.user_id)]
    : kind === 'person'
      ? await users(context.database).applicantsBy(tenantId, { citizen_id: number })
      : []
  return user && user.disabled_at === null ? { user, row } : null
}

export const applicantView = ({ user, row }: KnownApplicant): ApplicantView => ({
  id: user.id,
  kind: row?.kind ?? 'person',
  name: row?.organisation_name ?? user.name,
  number: row?.number ?? user.citizen_id ?? '',
  phone: user.phone && maskedPhone(user.phone),
  legalPerson: row?.legal_person ?? null,
  canActivate: row !== undefined && Number(user.password_set_at) === 0,
})

const maskedPhone = (phone: string): string => phone.replace(/^(.{3}).*(.{4})$/, '$1****$2')

function checkedNumber(context: CaseContext, { kind, number }: { kind: RegisteredKind; number: string }): string {
  const written = number.trim().toUpperCase()
  const wrong = wrongNumber(context, kind, written)
  if (wrong !== null) throw formInvalid([{ path: 'number', code: 'FORMAT_WRONG', message: wrong }])
  return written
}

const wrongNumber = (context: CaseContext, kind: RegisteredKind, number: string): string | null =>
  kind === 'person' ? wrongCitizenId(number, dayOf(context.clock())) : wrongCreditCode(number)

/** @throws CaseError FORM_INVALID with every problem */
function checkedApplicant(context: CaseContext, given: NewApplicant): NewApplicant {
  const person = {
    ...{ kind: given.kind, name: given.name.trim(), number: given.number.trim().toUpperCase(), phone: given.phone.trim() },
    ...(given.kind === 'organisation' && { legalPerson: given.legalPerson?.trim() ?? '' }),
  }
  const maxChars = given.kind === 'person' ? MAX_PERSON_CHARS : MAX_ORGANISATION_CHARS
  const wrong: [string, string | null][] = [
    ['name', isName(person.name, maxChars) ? null : `请填写${given.kind === 'person' ? '姓名' : '名称'},不超过 ${maxChars} 字`],
    ['number', wrongNumber(context, given.kind, person.number)],
    ['phone', wrongMobile(person.phone)],
    [
      'legalPerson',
      given.kind === 'person' || isName(person.legalPerson ?? '', MAX_PERSON_CHARS)
        ? null
        : `请填写法定代表人(负责人)姓名,不超过 ${MAX_PERSON_CHARS} 字`,
    ],
  ]
  const problems = wrong.flatMap(([path, message]): PlacedProblem[] => (message === null ? [] : [{ path, code: 'FORMAT_WRONG', message }]))
  if (problems.length > 0) throw formInvalid(problems)
  return person
}

export const isName = (name: string, maxChars: number): boolean => name.trim() !== '' && [...name.trim()].length <= maxChars

/** Whose data a clerk looked up, for the log. */
export async function record(
  context: CaseContext,
  caller: Caller,
  action: string,
  applicantId: string | null,
  payload: Record<string, string | boolean>,
): Promise<void> {
  const entry = { action, subject: `user:${applicantId ?? '-'}`, actor: actorOf(caller), ip: caller.ip, payload }
  await inTransaction(context.database, (tx) => context.tenants.supervision.record(tx, caller.tenantId, [entry]))
}
