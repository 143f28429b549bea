import type { UserRow } from '@lianban/storage'
import { pinyin } from 'pinyin-pro'
import { passwordTooWeak } from '../errors.ts'
import { isCommonPassword } from './common-passwords.ts'
import { DAY_MS } from './days.ts'

/** What a password must be. Days are of 24 hours. */
export interface PasswordPolicy {
  minChars: number
  /** Of the four: capital letters, small letters, digits, others. */
  minClasses: number
  /** After so many days another is chosen at login; 0 = never. */
  maxAgeDays: number
  /** The person is told so many days before. */
  warnDays: number
  /** Passwords, the present one among them, that are not taken again. */
  historySize: number
  /** How long a password that was handed out serves. */
  oneTimeDays: number
}

/** Source: defaults for GB/T 22239-2019, 8.1.4.1, level 3. */
export const STAFF_PASSWORD_POLICY: PasswordPolicy = {
  minChars: 10,
  minClasses: 3,
  maxAgeDays: 90,
  warnDays: 10,
  historySize: 5,
  oneTimeDays: 7,
}

/**
 * A choice: applicants come once or twice a year, and one who must choose another password each time writes it down. As
 * strong as staff's, it does not expire.
 */
export const APPLICANT_PASSWORD_POLICY: PasswordPolicy = { ...STAFF_PASSWORD_POLICY, maxAgeDays: 0, historySize: 1 }

export interface PasswordPolicies {
  staff: PasswordPolicy
  applicant: PasswordPolicy
}

export type PasswordOwner = Pick<UserRow, 'username' | 'name' | 'phone' | 'citizen_id'>

const MAX_CHARS = 128
/** A part of a name that short is in a password by chance. */
const MIN_PART_CHARS = 3

/** @throws PASSWORD_TOO_WEAK naming everything at once */
export function checkPassword(policy: PasswordPolicy, password: string, owner: PasswordOwner): void {
  const { minChars, minClasses } = policy
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((one) => one.test(password)).length
  const length = [...password].length
  const problems = [
    length < minChars || classes < minClasses
      ? `密码至少 ${minChars} 位,并包含大写字母、小写字母、数字、符号中的${CLASS_WORDS[minClasses] ?? minClasses}类。`
      : null,
    length > MAX_CHARS ? `密码不超过 ${MAX_CHARS} 位。` : null,
    namesOwner(password, owner) ? '密码不能包含用户名、姓名(含拼音)、手机号或身份证号。' : null,
    isCommonPassword(password) ? '密码过于常见,容易被猜中,请换用不相干的词语和数字。' : null,
  ].filter((problem) => problem !== null)
  if (problems.length > 0) throw passwordTooWeak(problems)
}

const CLASS_WORDS: Record<number, string> = { 1: '一', 2: '两', 3: '三', 4: '四' }

function namesOwner(password: string, { username, name, phone, citizen_id: citizenId }: PasswordOwner): boolean {
  const plain = password.toLowerCase()
  const parts = [username, name, pinyinOf(name), phone, phone?.slice(-8), citizenId, citizenId?.slice(-6)]
  return parts.some((part) => {
    const found = part?.toLowerCase()
    return found !== undefined && isPart(found) && plain.includes(found)
  })
}

/** Two Chinese characters are a name already. */
const isPart = (part: string): boolean => part.length >= (/\p{Script=Han}/u.test(part) ? 2 : MIN_PART_CHARS)

/** `王小燕`: `wangxiaoyan`. */
const pinyinOf = (name: string): string =>
  pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true }).join('').replace(/\s/g, '')

/** Why another password is due, or null: it was handed out, or is too old. */
export function passwordDue(policy: PasswordPolicy, user: UserRow, now: number): 'one-time' | 'expired' | null {
  if (user.is_demo === 1) return null
  if (Number(user.password_set_at) === 0) return 'one-time'
  const expiresAt = passwordExpiry(policy, user)
  return expiresAt !== null && now >= expiresAt ? 'expired' : null
}

/** When the password has to be replaced, UTC epoch milliseconds; null = never. */
export const passwordExpiry = (policy: PasswordPolicy, user: UserRow): number | null =>
  policy.maxAgeDays === 0 || user.is_demo === 1 ? null : Number(user.password_set_at) + policy.maxAgeDays * DAY_MS

export const isExpirySoon = (policy: PasswordPolicy, expiresAt: number | null, now: number): boolean =>
  expiresAt !== null && now >= expiresAt - policy.warnDays * DAY_MS

export const oneTimeEnd = (policy: PasswordPolicy, now: number): number => now + policy.oneTimeDays * DAY_MS
