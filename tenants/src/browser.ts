/** Browser-safe: who acts, and the separation of duties 岗位分离 as the server judges it. For the try-out of a procedure. */
export { actorOf, nameActing, personsOf, type Caller, type HeldPost } from './caller.ts'
export { keepsStepsApart, SEPARATION_CONDITIONS, SEPARATION_RULES, type SeparationRuleName } from './authorization/separation.ts'
export type { ConditionContext } from './authorization/conditions.ts'
export type { Resource } from './authorization/resource.ts'
export { COUNTY_POST_KINDS } from './people/post-kinds.ts'
