import type { CompileContext } from '../compile/context.ts'
import type { ProcessDraft } from '../process-draft.ts'
import { boundaryEventsHaveHosts } from './boundary-events.ts'
import { defaultFlowsAreOwn, flowsFitTheirNodes } from './flows.ts'
import { scopesHaveStarts } from './starts.ts'

/** What must hold of a process as a whole; run when all its elements are known. */
export const PROCESS_RULES: ((draft: ProcessDraft, context: CompileContext) => void)[] = [
  flowsFitTheirNodes,
  defaultFlowsAreOwn,
  scopesHaveStarts,
  boundaryEventsHaveHosts,
]
