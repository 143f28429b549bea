import type { Caller } from './ports.ts'

/** Who hands something in, and whose case it is: two persons where a window clerk enters it for the applicant 窗口代办. */
export interface Filing {
  by: Caller
  applicant: Caller
}

export const byHimself = (caller: Caller): Filing => ({ by: caller, applicant: caller })

/** The one who hands in as the time line and the log name him: 甲, or 甲(代乙). */
export const filedBy = ({ by, applicant }: Filing): Caller =>
  by === applicant ? by : { ...by, onBehalfOf: { userId: applicant.userId, name: applicant.name } }
