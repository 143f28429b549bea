import { Secret, TOTP } from 'otpauth'

/** What every authenticator app understands. Source: RFC 6238. */
const ALGORITHM = 'SHA1'
const DIGITS = 6
const STEP_SECONDS = 30
/** Steps that the clock of a telephone may be early or late. */
const WINDOW_STEPS = 1
/** RFC 4226 recommends 160 bits. */
const SECRET_BYTES = 20

export const newTotpSecret = (): Buffer => Buffer.from(new Secret({ size: SECRET_BYTES }).bytes)

/** The key as a person types it, base 32. */
export const manualKeyOf = (secret: Buffer): string => secretOf(secret).base32

/** `otpauth://totp/…` for the QR code. @param label whose it is, e.g. `三湖县 wangxy` */
export const totpUri = (secret: Buffer, issuer: string, label: string): string => totpOf(secret, issuer, label).toString()

/** The 30-second step of which this is the code at `now`, or null. @param now UTC epoch milliseconds */
export function stepOfCode(secret: Buffer, code: string, now: number): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const delta = totpOf(secret).validate({ token: code, timestamp: now, window: WINDOW_STEPS })
  return delta === null ? null : stepAt(now) + delta
}

export const stepAt = (now: number): number => Math.floor(now / 1000 / STEP_SECONDS)

/** The code at `now`: for tests and for nobody else. */
export const codeAt = (manualKey: string, now: number): string =>
  new TOTP({
    secret: Secret.fromBase32(manualKey),
    algorithm: ALGORITHM,
    digits: DIGITS,
    period: STEP_SECONDS,
  }).generate({
    timestamp: now,
  })

const secretOf = (secret: Buffer): Secret => new Secret({ buffer: new Uint8Array(secret).buffer })

const totpOf = (secret: Buffer, issuer = '', label = ''): TOTP =>
  new TOTP({ issuer, label, secret: secretOf(secret), algorithm: ALGORITHM, digits: DIGITS, period: STEP_SECONDS })
