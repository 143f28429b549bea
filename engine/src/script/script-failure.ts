import { ExpressionFailure } from '../expression/expression.ts'

/** The modeller's mistake: a script failed, or it threw a BPMN error on purpose. */
export class ScriptFailure extends ExpressionFailure {
  /** Of the script, from 1; null if unknown. */
  readonly line: number | null
  /** `throw new BpmnError(code, message)`. */
  override readonly bpmnError: { code: string; message: string | null } | null
  constructor(source: string, reason: string, line: number | null, bpmnError: ScriptFailure['bpmnError']) {
    // its first line is enough to tell which script it is
    super(source.trim().split('\n')[0]!.slice(0, 80), line === null ? reason : `${reason} (line ${line})`)
    this.name = 'ScriptFailure'
    this.line = line
    this.bpmnError = bpmnError
  }
}
