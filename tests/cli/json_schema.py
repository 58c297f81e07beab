"""Holds a JSON value against a schema, for the part of JSON Schema that ours uses."""

import re

KNOWN = {"$schema", "$defs", "$ref", "title", "description", "default", "type", "required", "dependentRequired",
         "additionalProperties", "properties", "propertyNames", "items", "minItems", "maxItems", "const", "enum", "pattern",
         "minLength", "minimum", "oneOf", "anyOf", "not", "if", "then"}
TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
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
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(TYPES[kind](value) for kind in kinds):
        return [f"{path}: expected {' or '.join(kinds)}, found {value!r:.80}"]
    if "const" in schema and value != schema["const"]:
        found.append(f"{path}: expected {schema['const']!r}, found {value!r}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{path}: {value!r} is none of {schema['enum']}")
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        found.append(f"{path}: {value!r} is not of the form {schema['pattern']}")
    if isinstance(value, str) and len(value) < schema.get("minLength", 0):
        found.append(f"{path}: {value!r} is too short")
    if "anyOf" in schema and all(complaints(value, each, root, path) for each in schema["anyOf"]):
        tried = [complaint for each in schema["anyOf"] for complaint in complaints(value, each, root, path)]
        found.append(f"{path}: fits none of the forms: {tried[:3]}")
    if "not" in schema and not complaints(value, schema["not"], root, path):
        found.append(f"{path}: {value!r:.80} is of a form that it must not have")
    if "if" in schema and not complaints(value, schema["if"], root, path):
        found += complaints(value, schema.get("then", {}), root, path)
    if "minimum" in schema and value < schema["minimum"]:
        found.append(f"{path}: {value} is below {schema['minimum']}")
    if "oneOf" in schema:
        fitting = [each for each in schema["oneOf"] if not complaints(value, each, root, path)]
        if len(fitting) != 1:
            found.append(f"{path}: {value!r} fits {len(fitting)} of the forms in place of one")
    if isinstance(value, dict):
        found += object_complaints(value, schema, root, path)
    if isinstance(value, list) and not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        found.append(f"{path}: has {len(value)} elements")
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
        elif isinstance(schema.get("additionalProperties"), dict):
            found += complaints(member, schema["additionalProperties"], root, f"{path}.{key}")
        if "propertyNames" in schema:
            found += complaints(key, schema["propertyNames"], root, f"{path}.{key}")
    return found
