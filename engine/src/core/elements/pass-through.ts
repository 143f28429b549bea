import type { Node } from '../../model/executable.ts'
import { boundarySubscriptions } from '../subscriptions.ts'
import type { ElementBehavior } from './behavior.ts'

/**
 * Start and boundary events, tasks and manual tasks: the token goes on at once. What a task's boundary events would
 * listen to is computed all the same, so that a mistake in it shows.
 */
export const passThrough: ElementBehavior<Node> = {
  onEnter(node, token, turn) {
    boundarySubscriptions(node, token, turn)
    turn.leave(token)
  },
}
