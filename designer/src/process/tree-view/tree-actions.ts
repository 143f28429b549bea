import { useEffect, useMemo, useRef } from 'react'
import type { Desk } from '../desk.ts'
import { editTree } from '../edit-draft.ts'
import { elementsById, type Moddle } from '../model/moddle.ts'
import { addBranch, insertNew, moveBranch, moveItem, removeBranch, removeItem, type Place } from '../tree/edit-tree.ts'
import { addWayBack, jumpTargets, redirectJump, removeJump, wayBackTargets } from '../tree/edit-jump.ts'
import { findBranch, findItem } from '../tree/find-item.ts'
import type { ItemKind } from '../tree/new-item.ts'
import { paste, type Clip } from '../tree/paste.ts'
import type { Tree } from '../tree/tree.ts'

export interface TreeActions {
  insert(place: Place, kind: ItemKind): void
  /** A node or a branch, by the id of the node or of the branch's flow. */
  remove(id: string): void
  move(id: string, by: -1 | 1): void
  /** To a gateway, by its id or that of one of its branches. */
  addBranch(id: string): void
  /** The end of a branch leads back to a step. */
  addWayBack(place: Place, targetId: string): void
  wayBackTargets(place: Place): Moddle[]
  jumpTargets(flowId: string): Moddle[]
  redirect(flowId: string, targetId: string): void
  removeJump(flowId: string): void
  copy(id: string): void
  /** Behind a node, or as a branch of a gateway if a branch was copied. */
  paste(place: Place): void
  hasClip(): boolean
}

/**
 * What is done in the tree, each one step to undo; what is new, or next to what is gone, is selected. The actions stay the
 * same through all edits, so that nothing is drawn again because of them.
 */
export function useTreeActions(desk: Desk, clip: Clip | null, setClip: (clip: Clip) => void): TreeActions {
  const latest = useRef({ desk, clip, setClip })
  useEffect(() => {
    latest.current = { desk, clip, setClip }
  })
  return useMemo((): TreeActions => {
    const edit = (change: Parameters<typeof editTree>[1]) => {
      const { run, select, known } = latest.current.desk
      const post = known.posts[0]?.key ?? ''
      void run((current) => editTree(current, change, { post })).then((id) => id && select(id))
    }
    return {
      insert: (place, kind) => edit((tree) => ({ select: insertNew(tree, place, kind).id })),
      remove: (id) =>
        edit((tree) => {
          const next = neighbourOf(tree.scope, id)
          if (findBranch(tree.scope, id)) removeBranch(tree, id)
          else removeItem(tree, id)
          return { select: next }
        }),
      move: (id, by) =>
        edit((tree) => {
          if (findBranch(tree.scope, id)) moveBranch(tree, id, by)
          else moveItem(tree, id, by)
          return { select: id }
        }),
      addBranch: (id) => edit((tree) => ({ select: addBranch(tree, gatewayOf(tree.scope, placeOf(tree.scope, id))) })),
      addWayBack: (place, targetId) => edit((tree) => ({ select: addWayBack(tree, place, targetId) })),
      wayBackTargets: (place) => {
        const { tree } = latest.current.desk.model
        return tree ? wayBackTargets(tree, place) : []
      },
      jumpTargets: (flowId) => {
        const { tree } = latest.current.desk.model
        return tree ? jumpTargets(tree, flowId) : []
      },
      redirect: (flowId, targetId) =>
        edit((tree) => {
          redirectJump(tree, flowId, targetId)
          return { select: flowId }
        }),
      removeJump: (flowId) => edit(withoutJump(flowId)),
      copy: (id) => {
        const { draft, model } = latest.current.desk
        latest.current.setClip({ ...draft, what: model.tree && findBranch(model.tree.scope, id) ? { branch: id } : { item: id } })
      },
      paste: (place) => {
        const { clip: copied, desk: now } = latest.current
        if (!copied) return
        edit(async (tree) => {
          const target = 'branch' in copied.what ? { gateway: gatewayOf(tree.scope, place) } : place
          const { matter, id } = await paste(tree, now.matter, { clip: copied, place: target })
          return { matter, select: id }
        })
      },
      hasClip: () => latest.current.clip !== null,
    }
  }, [])
}

/** A way that jumps is gone; its branch is selected, or the step that it led from. */
const withoutJump = (flowId: string) => (tree: Tree) => {
  removeJump(tree, flowId)
  const source = elementsById(tree.definitions).get(flowId)?.get<Moddle>('sourceRef').id ?? ''
  return { select: findBranch(tree.scope, flowId) ? flowId : findItem(tree.scope, source)?.item.id }
}

/** What is selected when something is gone: what was before it. */
function neighbourOf(scope: Parameters<typeof findItem>[0], id: string): string | undefined {
  const branch = findBranch(scope, id)
  if (branch) return branch.gateway.id
  const found = findItem(scope, id)
  return found
    ? (found.items[found.index - 1]?.id ?? found.branch?.gateway.branches[found.branch.index]?.edge.flow?.id ?? found.host?.id)
    : undefined
}

const placeOf = (scope: Parameters<typeof findItem>[0], id: string): Place => (findBranch(scope, id) ? { branch: id } : { after: id })

const gatewayOf = (scope: Parameters<typeof findItem>[0], place: Place): string => {
  if ('branch' in place) return findBranch(scope, place.branch)?.gateway.id ?? ''
  const found = findItem(scope, place.after)
  return found && found.item.branches.length > 0 ? found.item.id : (found?.branch?.gateway.id ?? '')
}
