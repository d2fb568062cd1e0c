for blur_type, side in [("average", 6), ("gaussian", 9), ("median", 5), ("bilateral", 7)]:
    case(
        blur_type,
        step={
            "type": "roboflow_core/image_blur@v1",
            "image": "$inputs.image",
            "blur_type": blur_type,
            "kernel_size": "$inputs.side",
        },
        inputs={"image": images(photo("coffee")), "side": parameter(side, "integer")},
    )
