import type { CompileContext } from '../compile/context.ts'
import type { ProcessDraft } from '../process-draft.ts'
import { boundaryEventsHaveHosts } from './boundary-events.ts'
import { compensationHasHandlers, compensationIsThrownAtActivities } from './compensation.ts'
import { eventGatewaysLeadToEvents } from './event-gateways.ts'
import { defaultFlowsAreOwn, flowsFitTheirNodes } from './flows.ts'
import { inclusiveJoinsKnowTheirWays } from './inclusive-joins.ts'
import { linksArePaired } from './links.ts'
import { scopesHaveStarts } from './starts.ts'
import { subscriptionsDiffer } from './subscriptions.ts'
import { cancelEventsFit } from './transactions.ts'

/** What must hold of a process as a whole; run in this order when all its elements are known. */
export const PROCESS_RULES: ((draft: ProcessDraft, context: CompileContext) => void)[] = [
  flowsFitTheirNodes,
  defaultFlowsAreOwn,
  scopesHaveStarts,
  boundaryEventsHaveHosts,
  cancelEventsFit,
  subscriptionsDiffer,
  linksArePaired,
  compensationHasHandlers,
  compensationIsThrownAtActivities,
  eventGatewaysLeadToEvents,
  inclusiveJoinsKnowTheirWays,
]
