"""Holds a JSON value against a schema, for the part of JSON Schema that ours uses."""

import re

KNOWN = {"$schema", "$defs", "$ref", "title", "description", "type", "required", "dependentRequired",
         "additionalProperties", "properties", "items", "const", "enum", "pattern", "minimum", "oneOf"}
TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
}


def complaints(value, schema, root=None, path="$"):
    """What of the value does not fit; an empty list where all does."""
    root = root or schema
    unknown = set(schema) - KNOWN
    if unknown:
        return [f"{path}: the schema has keywords that this check does not know: {sorted(unknown)}"]
    found = []
    if "$ref" in schema:
        found += complaints(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, path)
    if "type" in schema and not TYPES[schema["type"]](value):
        return [f"{path}: expected {schema['type']}, found {value!r}"]
    if "const" in schema and value != schema["const"]:
        found.append(f"{path}: expected {schema['const']!r}, found {value!r}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{path}: {value!r} is none of {schema['enum']}")
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        found.append(f"{path}: {value!r} is not of the form {schema['pattern']}")
    if "minimum" in schema and value < schema["minimum"]:
        found.append(f"{path}: {value} is below {schema['minimum']}")
    if "oneOf" in schema:
        fitting = [each for each in schema["oneOf"] if not complaints(value, each, root, path)]
        if len(fitting) != 1:
            found.append(f"{path}: {value!r} fits {len(fitting)} of the forms in place of one")
    if isinstance(value, dict):
        found += object_complaints(value, schema, root, path)
    if isinstance(value, list) and "items" in schema:
        for i, item in enumerate(value):
            found += complaints(item, schema["items"], root, f"{path}[{i}]")
    return found


def object_complaints(value, schema, root, path):
    found = [f"{path}: {key} is missing" for key in schema.get("required", []) if key not in value]
    for key, others in schema.get("dependentRequired", {}).items():
        if key in value:
            found += [f"{path}: with {key} there must be {other}" for other in others if other not in value]
    properties = schema.get("properties", {})
    for key, member in value.items():
        if key in properties:
            found += complaints(member, properties[key], root, f"{path}.{key}")
        elif schema.get("additionalProperties") is False:
            found.append(f"{path}: {key} is not in the schema")
    return found
