/** What can be read of a process draft and changed in it without a browser: pure, without bpmn-js. */
export type { Known, MatterLike, PostLike, ProcessDraft, SeparationLike, TaskLike } from './draft.ts'
export { editTask } from './edit-draft.ts'
export { approversOf, weightOf, withApprovers, withWeight } from './matter/approval.ts'
export { withAssignedBy, withPerson } from './matter/people.ts'
export { addRule, apartFrom, changeRule } from './matter/separation.ts'
export { changeTask } from './matter/tasks.ts'
export { withWay } from './matter/words.ts'
export { changePosts, plainMatter, plainProcess, type PlainProcess } from './plain/plain-draft.ts'
