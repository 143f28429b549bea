import { label } from '../compile/attributes.ts'
import type { CompileContext } from '../compile/context.ts'
import { findDefinition, linkName } from '../compile/event-definition.ts'
import type { ProcessDraft } from '../process-draft.ts'

/** Every link throw event has one catch event of its name in its scope; entered as its target. A catch may have many throws. */
export function linksArePaired(draft: ProcessDraft, context: CompileContext): void {
  const targets = new Map<string, string>()
  for (const { node, element } of draft.nodes.values()) {
    if (node.kind !== 'intermediateCatchEvent' || node.trigger.type !== 'link') continue
    const key = JSON.stringify([node.scopeId, node.trigger.name])
    const twin = targets.get(key)
    if (twin === undefined) targets.set(key, node.id)
    else context.report('DUPLICATE_LINK', element, `${label(element)} catches the link "${node.trigger.name}", and so does "${twin}"`)
  }
  for (const { node, element } of draft.nodes.values()) {
    if (node.kind !== 'intermediateThrowEvent' || node.trigger.type !== 'link') continue
    const name = linkName(findDefinition(element, context))
    const target = targets.get(JSON.stringify([node.scopeId, name]))
    if (target !== undefined) node.trigger.target = target
    else
      context.report(
        'NO_LINK',
        element,
        `${label(element)} throws the link "${name}", but no catch event of "${node.scopeId}" has that name`,
      )
  }
}
