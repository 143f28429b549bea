import type { SignKind } from '../api/verbs.ts'

/** The three ways of asking for another's signature 加签, and what each means for the one who asks. */
export const SIGN_KINDS: Record<SignKind, { label: string; consequence: string }> = {
  before: { label: '前加签', consequence: '加签人员办理之前,您不能提交' },
  parallel: { label: '并行加签', consequence: '与您同时办理;您提交后,待加签人员都同意时生效' },
  after: { label: '后加签', consequence: '您提交后由加签人员办理,都同意时生效' },
}
