for name in ["astronaut", "coffee", "page"]:
    case(
        name,
        step={"type": "roboflow_core/convert_grayscale@v1", "image": "$inputs.image"},
        inputs={"image": images(photo(name))},
    )
