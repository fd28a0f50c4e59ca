/** `oncePer`: what belongs to an object for as long as that lives, made when it is first asked for. */

/** `make` runs once for each owner; what it made goes when the owner does. */
export function oncePer<Owner extends object, Made extends object>(
  make: (owner: Owner) => Made,
): (owner: Owner) => Made {
  const known = new WeakMap<Owner, Made>()
  return (owner) => {
    let made = known.get(owner)
    if (made === undefined) {
      made = make(owner)
      known.set(owner, made)
    }
    return made
  }
}
