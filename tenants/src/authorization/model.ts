import { newModelFromString, type Model } from 'casbin'

/**
 * Role-based access with data scopes, after domain paper 6.4. Roles of the caller come with the request, valid at its
 * instant; `g` makes a role part of a wider one, `g2` does the same with resource types. Any deny wins.
 */
const MODEL = `
[request_definition]
r = sub, dom, obj, act

[policy_definition]
p = id, role, dom, obj, act, scope, cond, eft

[role_definition]
g = _, _
g2 = _, _

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = r.dom == p.dom && holdsRole(r.sub, p.role) && g2(r.obj.type, p.obj) && actMatch(r.act, p.act) && inScope(r.sub, r.obj, p.scope, p.role) && conditionHolds(r.sub, r.obj, r.act, p.cond)
`

export const authorizationModel = (): Model => newModelFromString(MODEL)
