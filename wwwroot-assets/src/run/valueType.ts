/** The type of a value, told by how its JSON begins: the rest may be cut away. */
export function typeOf(json: string): 'text' | 'number' | 'boolean' | 'list' | 'object' | 'null' {
  switch (json.trimStart()[0]) {
    case '"': return 'text';
    case '[': return 'list';
    case '{': return 'object';
    case 't': case 'f': return 'boolean';
    case 'n': return 'null';
    default: return 'number';
  }
}
