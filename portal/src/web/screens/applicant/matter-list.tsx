import { OWN_PLACE } from '../../api/guide.ts'
import { Catalogue } from '../guide/catalogue.tsx'

/** What can be applied for. */
export function Component() {
  return <Catalogue place={OWN_PLACE} />
}
