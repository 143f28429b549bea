import type { Knex } from 'knex'
import { personsOf, type Caller } from '../caller.ts'
import type { OrganTree } from './organ-tree.ts'
import type { Resource } from './resource.ts'

/** The organs in which a rule's role is held, and how they stand to each other. */
export interface Reach {
  organIds: readonly string[]
  tree: OrganTree
}

/** Where a list keeps what scopes ask for. A scope whose column is missing is the programmer's mistake and throws. */
export interface ListColumns {
  organId?: string
  applicantId?: string
  assignee?: string
  /** Adds: the user, or one of the groups, is a candidate. */
  candidates?: (query: Knex.QueryBuilder, who: { userId: string; groups: readonly string[] }) => void
  matterKey?: string
  /** Adds: one of the users did a step of it. */
  participants?: (query: Knex.QueryBuilder, userIds: readonly string[]) => void
  /** Adds: one of the organs takes part in it. Left out where nothing but the organ in charge takes part. */
  organs?: (query: Knex.QueryBuilder, organIds: readonly string[]) => void
  /** Adds: it is circulated to the user, or he is asked about it. */
  readers?: (query: Knex.QueryBuilder, userId: string) => void
}

interface ScopeDefinition {
  /** Whether the resource lies in the scope. */
  holds(caller: Caller, resource: Resource, reach: Reach): boolean
  /** Adds the same to a query, as one alternative among others. */
  narrow(query: Knex.QueryBuilder, caller: Caller, reach: Reach, columns: ListColumns): void
}

const everything: ScopeDefinition = { holds: () => true, narrow: (query) => void query.whereRaw('1 = 1') }

/** Data scopes 数据范围 by name. Each stands here twice, for one resource and for a list; a property test holds them equal. */
export const SCOPES = {
  /** No resource is meant, or all of them. */
  any: everything,
  tenant: everything,

  own_applicant: {
    holds: (caller, resource) => resource.applicantId !== undefined && resource.applicantId === caller.userId,
    narrow: (query, caller, _reach, columns) => void query.where(columnOf(columns, 'applicantId'), caller.userId),
  },

  /** Assigned to the caller or to his delegate; or to nobody yet, with the caller or one of his posts a candidate. */
  assigned: {
    holds: (caller, resource) => {
      if (resource.assignee != null) return personsOf(caller).includes(resource.assignee)
      if (resource.candidateUsers?.includes(caller.userId)) return true
      return resource.candidateGroups?.some((group) => caller.groups.includes(group)) ?? false
    },
    narrow: (query, caller, _reach, columns) => {
      const assignee = columnOf(columns, 'assignee')
      const candidates = columnOf(columns, 'candidates')
      query.where((either) => {
        void either.whereIn(assignee, personsOf(caller))
        void either.orWhere((free) => {
          void free.whereNull(assignee)
          void free.andWhere((candidate) => candidates(candidate, { userId: caller.userId, groups: caller.groups }))
        })
      })
    },
  },

  /** In the charge of an organ where the caller holds the post. */
  organ: {
    holds: (_caller, resource, { organIds }) => resource.organId != null && organIds.includes(resource.organId),
    narrow: (query, _caller, { organIds }, columns) => void query.whereIn(columnOf(columns, 'organId'), organIds),
  },

  /** In the charge of such an organ or of one under it. */
  organ_tree: {
    holds: (_caller, resource, { organIds, tree }) =>
      resource.organId != null && organIds.some((ancestor) => tree.isWithin(resource.organId!, ancestor)),
    narrow: (query, _caller, { organIds, tree }, columns) => void query.whereIn(columnOf(columns, 'organId'), tree.descendants(organIds)),
  },

  /** The caller did a step of it, or an organ where he holds the post takes part in it. */
  participant: {
    holds: (caller, resource, { organIds }) =>
      Object.values(resource.participants ?? {}).some((userIds) => personsOf(caller).some((id) => userIds.includes(id))) ||
      Object.values(resource.parties ?? {}).some((ids) => ids.some((id) => organIds.includes(id))),
    narrow: (query, caller, { organIds }, columns) => {
      const participants = columnOf(columns, 'participants')
      query.where((either) => {
        void either.where((own) => participants(own, personsOf(caller)))
        if (columns.organs) void either.orWhere((shared) => columns.organs!(shared, organIds))
      })
    },
  },

  /** An organ where the caller holds the post takes part in it, whoever of it did a step. */
  party: {
    holds: (_caller, resource, { organIds }) =>
      Object.values(resource.parties ?? {}).some((ids) => ids.some((id) => organIds.includes(id))),
    narrow: (query, _caller, { organIds }, columns) => {
      if (columns.organs) query.where((shared) => columns.organs!(shared, organIds))
      else query.whereRaw('1 = 0')
    },
  },

  /** Brought to the caller to read: by a circulation 传阅 that holds, or by an open question 沟通. Whatever the organs are. */
  reader: {
    holds: (caller, resource) => resource.readers?.includes(caller.userId) ?? false,
    narrow: (query, caller, _reach, columns) => {
      const readers = columnOf(columns, 'readers')
      query.where((own) => readers(own, caller.userId))
    },
  },
} as const satisfies Record<string, ScopeDefinition>

export type Scope = keyof typeof SCOPES

export const scopeNamed = (name: string): ScopeDefinition | undefined => (Object.hasOwn(SCOPES, name) ? SCOPES[name as Scope] : undefined)

/** @throws Error if the list has no such column: the programmer's mistake */
export function columnOf<K extends keyof ListColumns>(columns: ListColumns, name: K): NonNullable<ListColumns[K]> {
  const column = columns[name]
  if (column == null) throw new Error(`this list cannot be narrowed to a scope that needs its column ${name}`)
  return column
}
