import type { Rejection } from './step-result.ts'

/** A command turns out not to be possible while it is carried out: the step is given up and its draft thrown away. */
export class Refusal extends Error {
  readonly rejection: Rejection
  constructor(code: Rejection['code'], message: string) {
    super(message)
    this.name = 'Refusal'
    this.rejection = { code, message }
  }
}
