import type { ScriptTaskNode } from '../../model/executable.ts'
import { runExpression } from '../evaluate.ts'
import { boundarySubscriptions } from '../subscriptions.ts'
import { toJson } from '../variables.ts'
import type { ElementBehavior } from './behavior.ts'

/** Script task: FEEL, or JavaScript in the sandbox where scripts are switched on. */
export const scriptTask: ElementBehavior<ScriptTaskNode> = {
  onEnter(node, token, turn) {
    boundarySubscriptions(node, token, turn)
    const value = toJson(runExpression(node.script, token, turn), node.id)
    if (node.resultVariable !== null) turn.setVariables(token.id, { [node.resultVariable]: { value } })
    turn.leave(turn.token(token.id))
  },
}
