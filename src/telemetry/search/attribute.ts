/** Where the value of an attribute stands. */

/** `attr.` and `resource.` say which; a bare name is an attribute, or else one of the resource. */
export function attributeOf(
  name: string,
  given: (key: string) => string,
): { has: string; value: string } {
  const [, where, rest] = /^(attr|resource)\.(.+)$/.exec(name) ?? []
  const key = given(rest ?? name)
  if (where) {
    const map = where === 'attr' ? 'attrs' : 'resource'
    return { has: `mapContains(${map}, ${key})`, value: `${map}[${key}]` }
  }
  return {
    has: `(mapContains(attrs, ${key}) or mapContains(resource, ${key}))`,
    value: `if(mapContains(attrs, ${key}), attrs[${key}], resource[${key}])`,
  }
}
