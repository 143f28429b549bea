/** Keeps what was used lately: between `size` and twice `size` entries. A hit costs no more than a look-up. */
export class GenerationCache<T> {
  private young = new Map<string, T>()
  private old = new Map<string, T>()
  private readonly size: number

  constructor(size: number) {
    this.size = size
  }

  get(key: string): T | undefined {
    const value = this.young.get(key)
    if (value !== undefined) return value
    const earlier = this.old.get(key)
    return earlier === undefined ? undefined : this.set(key, earlier)
  }

  set(key: string, value: T): T {
    if (this.young.size >= this.size) {
      this.old = this.young
      this.young = new Map()
    }
    this.young.set(key, value)
    return value
  }
}
