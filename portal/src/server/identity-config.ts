import {
  APPLICANT_PASSWORD_POLICY,
  IDENTITY_DEFAULTS,
  STAFF_PASSWORD_POLICY,
  type IdentitySettings,
  type OidcSettings,
} from '@lianban/tenants'
import { z } from 'zod'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const whole = (min: number, max: number, fallback: number) => z.coerce.number().int().min(min).max(max).default(fallback)
const yesNo = z.enum(['0', '1', 'true', 'false']).transform((v) => v === '1' || v === 'true')
const names = (fallback: readonly string[]) =>
  z
    .string()
    .default(fallback.join(','))
    .transform((text) =>
      text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    )

const staff = STAFF_PASSWORD_POLICY
const { idle } = IDENTITY_DEFAULTS

/** The variables about proving who one is. Defaults: GB/T 22239-2019, level 3. */
export const IDENTITY_VARIABLES = {
  PASSWORD_MIN_CHARS: whole(8, 64, staff.minChars),
  PASSWORD_MIN_CLASSES: whole(1, 4, staff.minClasses),
  /** Of staff; applicants' passwords do not expire. 0 = never. */
  PASSWORD_MAX_AGE_DAYS: whole(0, 3650, staff.maxAgeDays),
  PASSWORD_WARN_DAYS: whole(0, 365, staff.warnDays),
  PASSWORD_HISTORY: whole(1, 24, staff.historySize),
  PASSWORD_ONE_TIME_DAYS: whole(1, 90, staff.oneTimeDays),
  LOGIN_MAX_FAILURES: whole(1, 100, IDENTITY_DEFAULTS.maxLoginFailures),
  LOGIN_LOCK_MINUTES: whole(1, 24 * 60, IDENTITY_DEFAULTS.lockMs / MINUTE_MS),
  SESSION_IDLE_MINUTES: whole(1, 480, idle.defaultMs / MINUTE_MS),
  SESSION_IDLE_WINDOW_MINUTES: whole(1, 480, idle.windowMs / MINUTE_MS),
  SESSION_IDLE_APPLICANT_MINUTES: whole(1, 480, idle.applicantMs / MINUTE_MS),
  SESSION_LIFE_HOURS: whole(1, 72, IDENTITY_DEFAULTS.sessionLifeMs / HOUR_MS),
  /** Staff have one session at a time. Default: yes, and no in the sample county, whose accounts many people try. */
  SINGLE_SESSION: yesNo.optional(),
  /** Default: required, and optional in the sample county. */
  SECOND_FACTOR: z.enum(['required', 'optional', 'off']).optional(),
  SECOND_FACTOR_POSTS: names(IDENTITY_DEFAULTS.secondFactorPosts),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().min(1).max(200).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).max(400).optional(),
  /** On the button of the login page. */
  OIDC_LABEL: z.string().min(1).max(20).default('统一身份认证登录'),
  OIDC_SCOPES: z.string().min(1).max(200).default('openid profile'),
  /** Claim that holds our user name; without it identities are linked one by one. */
  OIDC_USERNAME_CLAIM: z.string().min(1).max(64).optional(),
  /** Values of `acr` or `amr` that say that the issuer has asked for a second factor. */
  OIDC_SECOND_FACTOR_VALUES: names([]),
}

type Parsed = z.infer<z.ZodObject<typeof IDENTITY_VARIABLES>>

/** What does not hold of several variables together. */
export function identityProblems(e: Parsed): string[] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: id, OIDC_CLIENT_SECRET: secret } = e
  const given = [issuer, id, secret].filter((value) => value !== undefined).length
  const problems = given === 0 || given === 3 ? [] : ['OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: set all three or none']
  const isPlain = issuer?.startsWith('http://') && !['localhost', '127.0.0.1', '[::1]'].includes(new URL(issuer).hostname)
  if (isPlain) problems.push('OIDC_ISSUER: https is needed, but for this machine itself')
  if (issuer !== undefined && !e.OIDC_SCOPES.split(' ').includes('openid')) problems.push('OIDC_SCOPES: must contain openid')
  return problems
}

export function identitySettings(e: Parsed, demo: boolean): IdentitySettings {
  const strength = {
    minChars: e.PASSWORD_MIN_CHARS,
    minClasses: e.PASSWORD_MIN_CLASSES,
    warnDays: e.PASSWORD_WARN_DAYS,
    oneTimeDays: e.PASSWORD_ONE_TIME_DAYS,
  }
  return {
    passwords: {
      staff: { ...STAFF_PASSWORD_POLICY, ...strength, maxAgeDays: e.PASSWORD_MAX_AGE_DAYS, historySize: e.PASSWORD_HISTORY },
      applicant: { ...APPLICANT_PASSWORD_POLICY, ...strength },
    },
    idle: {
      ...idle,
      defaultMs: e.SESSION_IDLE_MINUTES * MINUTE_MS,
      windowMs: e.SESSION_IDLE_WINDOW_MINUTES * MINUTE_MS,
      applicantMs: e.SESSION_IDLE_APPLICANT_MINUTES * MINUTE_MS,
    },
    sessionLifeMs: e.SESSION_LIFE_HOURS * HOUR_MS,
    singleSession: e.SINGLE_SESSION ?? !demo,
    maxLoginFailures: e.LOGIN_MAX_FAILURES,
    lockMs: e.LOGIN_LOCK_MINUTES * MINUTE_MS,
    secondFactor: e.SECOND_FACTOR ?? (demo ? 'optional' : 'required'),
    secondFactorPosts: e.SECOND_FACTOR_POSTS,
  }
}

/** null: people log in here alone. */
export const oidcSettings = (e: Parsed): OidcSettings | null =>
  e.OIDC_ISSUER === undefined
    ? null
    : {
        issuer: e.OIDC_ISSUER,
        clientId: e.OIDC_CLIENT_ID!,
        clientSecret: e.OIDC_CLIENT_SECRET!,
        label: e.OIDC_LABEL,
        scopes: e.OIDC_SCOPES,
        usernameClaim: e.OIDC_USERNAME_CLAIM ?? null,
        secondFactorValues: e.OIDC_SECOND_FACTOR_VALUES,
      }
