/** Computed values are read-only, so FieldItem says them; there is nothing to draw here. */
export const Computed = () => null

/** Carried along, never drawn. */
export const Hidden = () => null
