/* Who is logged in, and how one logs in. Instants are epoch milliseconds. */

export type Desk = 'applicant' | 'clerk' | 'supervisor' | 'auditor' | 'admin'

export interface Session {
  user: {
    id: string
    name: string
    kind: 'staff' | 'applicant' | 'worker'
    posts: { organId: string; organName: string; post: string; postName: string }[]
  }
  csrfToken: string
  desks: Desk[]
  /** `type:action`, e.g. `organ:list`. The server decides again on every call. */
  rights: string[]
  tenant: { id: string; name: string }
  /** Set when the password has to be replaced soon. */
  passwordExpiresAt: number | null
}

export type LoginStep = 'link' | 'second-factor' | 'password' | 'enrolment'

/** What a new password must be. */
export interface PasswordPolicy {
  minChars: number
  minClasses: number
  historySize: number
}

/** A second factor that is being set up. */
export interface Enrolment {
  /** For the QR code. */
  uri: string
  /** The same for typing. */
  manualKey: string
  expiresAt: number
}

/** The step of a login that is due. */
export interface LoginStepView {
  step: LoginStep
  name: string
  expiresAt: number
  password?: { reason: 'one-time' | 'expired'; policy: PasswordPolicy }
  enrolment?: Enrolment
}

/** A session, or the next step; after an enrolment with the recovery codes, this once. */
export type LoginAnswer = (Session | LoginStepView) & { recoveryCodes?: string[] }

export interface AccountSecurity {
  password: { setAt: number | null; expiresAt: number | null; expiresSoon: boolean; policy: PasswordPolicy }
  secondFactor: { since: number | null; recoveryCodesLeft: number; required: boolean; offered: boolean }
  /** null: there is no OpenID Connect issuer. */
  identity: { label: string; linked: { name: string; linkedAt: number } | null } | null
}

export interface OwnSession {
  id: string
  ip: string | null
  userAgent: string | null
  openedAt: number
  seenAt: number
  current: boolean
}

export interface DemoAccount {
  username: string
  name: string
  role: string
}
